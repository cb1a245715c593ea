/** How Cloud Tasks and Cloud Scheduler space and end the attempts of one job. */
export interface RetryConfig {
  /** Attempts in all, the first included; -1 for no limit. */
  maxAttempts: number;
  /** Seconds from the first attempt during which the job is tried again whatever `maxAttempts` says; 0 for no such time. */
  maxRetrySeconds: number;
  minBackoffSeconds: number;
  maxBackoffSeconds: number;
  maxDoublings: number;
}

/** Milliseconds to wait after the attempt number `attempt`, counted from 1: doubling first, then growing by even steps. */
export function backoffMs(config: RetryConfig, attempt: number): number {
  const doublings = Math.min(attempt - 1, config.maxDoublings);
  const steps = Math.max(0, attempt - 1 - config.maxDoublings) + 1;
  const seconds = config.minBackoffSeconds * 2 ** doublings * steps;
  return Math.round(Math.min(seconds, config.maxBackoffSeconds) * 1000);
}

/** Both limits must be reached before a job is given up, as in production. */
export function isGivenUp(config: RetryConfig, attempts: number, elapsedMs: number): boolean {
  if (config.maxAttempts < 0 || attempts < config.maxAttempts) return false;
  return config.maxRetrySeconds === 0 || elapsedMs >= config.maxRetrySeconds * 1000;
}
