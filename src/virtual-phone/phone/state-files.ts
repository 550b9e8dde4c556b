import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Text files below one directory, by relative path. */
export type Files = Readonly<Record<string, string>>;

/** Keeps files in step with a state: writes only what has changed, and each file in one step, so that no reader sees half of it. */
export class StateFiles {
  private readonly written = new Map<string, string>();

  constructor(private readonly directory: string) {}

  write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      if (this.written.get(name) === content) continue;
      const path = join(this.directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.part`, content);
      renameSync(`${path}.part`, path);
      this.written.set(name, content);
    }
  }

  remove(name: string): void {
    rmSync(join(this.directory, name), { force: true });
    this.written.delete(name);
  }
}
