import { nameWithoutValues } from '../messages/name-without-values.js';
import { ownValue } from '../own-value.js';

/** The inputs that name the resource of a command: of S3, DynamoDB, SQS, SNS, Lambda, Kinesis. */
const RESOURCES = ['Bucket', 'TableName', 'QueueUrl', 'TopicArn', 'FunctionName', 'StreamName'] as const;
const MAX_NAME = 120;

/** `S3` for a command of `S3Client`. @internal */
export function serviceOf(command: unknown): string {
  return withoutEnd(textOf(command, 'clientName'), 'Client') || 'AWS';
}

/** `S3 PutObject reports`: the service, its command and the resource. Keys and contents are values. @internal */
export function commandName(service: string, command: unknown, given: unknown): string {
  const resource = resourceOf(ownValue(given, 'input'));
  const name = `${service} ${withoutEnd(textOf(command, 'commandName'), 'Command')} ${resource}`.trim();
  return name.slice(0, MAX_NAME);
}

/** URLs of queues and ARNs end with the name. */
function resourceOf(input: unknown): string {
  for (const key of RESOURCES) {
    const value = textOf(input, key);
    if (value !== '')
      return nameWithoutValues(value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1));
  }
  return '';
}

function textOf(target: unknown, key: string): string {
  const value = ownValue(target, key);
  return typeof value === 'string' ? value : '';
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}
