/** Core numbers of a list such as `0-3,6`, ascending. */
export function coresOfList(list: string): number[] {
  const cores = list.split(',').flatMap((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return cores.sort((a, b) => a - b);
}
