import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PdfService } from './pdf.service.js';

export class CloseMonth {
  constructor(readonly month: string) {}
}

@CommandHandler(CloseMonth)
export class CloseMonthHandler implements ICommandHandler<CloseMonth> {
  constructor(private readonly pdf: PdfService) {}

  async execute({ month }: CloseMonth): Promise<string> {
    await this.pdf.print(5);
    return `${month} is closed`;
  }
}
