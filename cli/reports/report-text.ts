import { durationText } from '../../lib/model/format/duration.js';
import type { Report } from '../../lib/model/report.interface.js';
import { line, Text } from '../terminal/text.js';

/** `GET /orders/:id took 1.84 s: 71 % waiting for …` */
export function endpointText({ execution, verdict }: Report): Text {
  return line`${Text.of(execution.name, 'bold')} took ${durationText(execution.durationMs)}: ${verdict.headline}`;
}

/** A moment for people, in the time zone of the user: `2026-11-30 09:15:02`. */
export function momentText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
