import { describe, expect, it } from '@jest/globals';
import { commandName, serviceOf } from '../../../../../lib/instrumentation/libraries/aws-sdk/command-names.js';

const named = (clientName: string, name: string, input: unknown): string => {
  const command = { clientName, commandName: `${name}Command` };
  return commandName(serviceOf(command), command, { input });
};

describe('the name of a command of the AWS SDK', () => {
  it.each([
    ['S3Client', 'PutObject', { Bucket: 'reports', Key: 'secret-4711' }, 'S3 PutObject reports'],
    ['S3Client', 'GetObject', { Bucket: 'customer-4711-files', Key: 'k' }, 'S3 GetObject *'],
    ['S3Client', 'ListBuckets', {}, 'S3 ListBuckets'],
    ['DynamoDBClient', 'GetItem', { TableName: 'orders', Key: { id: { S: 'secret' } } }, 'DynamoDB GetItem orders'],
    ['SQSClient', 'SendMessage', { QueueUrl: 'http://sqs/1234/mail' }, 'SQS SendMessage mail'],
    ['SNSClient', 'Publish', { TopicArn: 'arn:aws:sns:eu-west-1:1234:paid' }, 'SNS Publish paid'],
  ])('of %s is service, command and resource: %s %j', (clientName, name, input, text) => {
    expect(named(clientName, name, input)).toBe(text);
  });

  it('can be made of anything', () => {
    for (const given of [undefined, null, 7, {}, { input: null }, { input: { Bucket: 7 } }])
      expect(commandName(serviceOf(undefined), undefined, given)).toBe('AWS');
    expect(named('S3Client', 'x'.repeat(500), {}).length).toBeLessThanOrEqual(120);
  });
});
