/** CPU time of this process, garbage collection included, in milliseconds: what else the machine does would count otherwise. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
