import type { Fault, FaultName } from './fault-table.js';

/** Which faults are in force. */
export class Faults {
  private readonly active = new Map<FaultName, number>();

  set({ name, parameter }: Fault): void {
    this.active.set(name, parameter);
  }

  clear(name: FaultName): void {
    this.active.delete(name);
  }

  has(name: FaultName): boolean {
    return this.active.has(name);
  }

  /** The number of a fault that is in force. */
  parameter(name: FaultName): number | undefined {
    return this.active.get(name);
  }

  /** The number of a fault that strikes once: it is no longer in force after this. */
  take(name: FaultName): number | undefined {
    const parameter = this.active.get(name);
    this.active.delete(name);
    return parameter;
  }

  get all(): Fault[] {
    return [...this.active].map(([name, parameter]) => ({ name, parameter }));
  }
}
