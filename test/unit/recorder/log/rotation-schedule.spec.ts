import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RotationSchedule } from '../../../../lib/recorder/log/rotation-schedule.js';

describe('RotationSchedule', () => {
  let isBusy = true;
  let rotations = 0;
  let schedule: RotationSchedule;

  beforeEach(() => {
    jest.useFakeTimers();
    isBusy = true;
    rotations = 0;
    schedule = new RotationSchedule({ onInterval: () => isBusy, rotate: () => void (rotations += 1) });
    schedule.start();
  });

  afterEach(() => {
    schedule.stop();
    jest.useRealTimers();
  });

  it('rotates each second while executions run', () => {
    jest.advanceTimersByTime(5_000);
    expect(rotations).toBe(5);
  });

  it('rotates each ten seconds while none run, and each second again after that', () => {
    isBusy = false;
    jest.advanceTimersByTime(30_000);
    expect(rotations).toBe(3);
    isBusy = true;
    jest.advanceTimersByTime(2_000);
    expect(rotations).toBe(5);
  });

  it('rotates once when the log is nearly full, after the current callback', () => {
    schedule.rotateSoon();
    schedule.rotateSoon();
    expect(rotations).toBe(0);
    jest.advanceTimersByTime(1);
    expect(rotations).toBe(1);
    schedule.rotateSoon();
    jest.advanceTimersByTime(1);
    expect(rotations).toBe(2);
  });

  it('rotates no more after its stop', () => {
    schedule.rotateSoon();
    schedule.stop();
    jest.advanceTimersByTime(20_000);
    expect(rotations).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
