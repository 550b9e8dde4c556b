import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

import { platformError } from '../errors.js';

export interface CommandOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** Aborts the command with SIGKILL. */
  readonly signal?: AbortSignal;
}

export interface CommandOutput {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without a shell, and keeps what it prints (text, so: small outputs).
 * Any exit code is an answer; rejects with COMMAND_FAILED only when the program cannot be started.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (cause) => {
      reject(platformError('COMMAND_FAILED', `${file} did not run: ${cause.message}`, { cause }));
    });
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
