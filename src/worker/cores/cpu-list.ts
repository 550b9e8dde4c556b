/** Reads a list of cores as the kernel prints it: `0-3,7`. */
export function parseCpuList(list: string): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((part) => {
      const [first, last] = part.split('-').map(Number);
      if (first === undefined || !Number.isInteger(first) || part === '') return [];
      return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
    });
}
