/** Core numbers of a list such as `0-3,6`, ascending. */
export function coresOfList(list: string): number[] {
  const cores = list.split(',').flatMap((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return cores.sort((a, b) => a - b);
}

/** The list of cores, ascending, as the kernel prints it: `0-3,6`. */
export function listOfCores(cores: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const core of cores) {
    const last = ranges.at(-1);
    if (last?.[1] === core - 1) last[1] = core;
    else ranges.push([core, core]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
