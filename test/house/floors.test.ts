import { describe, expect, it } from 'vitest';

import { importsBetween, longestWay, looseFiles, planOf, plansOf } from './floors.js';
import { sourceFiles } from './source-files.js';

/** The most floors that a room, or a folder in one, may have: files and folders in it that import each other, one above the other. */
const mostFloors = 6;

/** A room of files, each with the files that it imports. */
function room(imports: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(imports).map(([file, imported]) => ({
    file: `room/${file}`,
    text: imported.map((path) => `import { it } from '${path}';\n`).join(''),
  }));
}

describe('every room of src/, and every folder in one,', () => {
  const plans = plansOf(sourceFiles);

  it('is among those that are looked at', () => {
    expect(plans.map(({ folder }) => folder)).toEqual(
      expect.arrayContaining(['cli', 'graph', 'graph/kernels/gpu', 'worker', 'worker/runs/results']),
    );
  });

  it('imports downwards only', () => {
    const circles = plans
      .map((plan) => ({ folder: plan.folder, ...longestWay(plan) }))
      .filter(({ isCircle }) => isCircle)
      .map(({ folder, way }) => `src/${folder}: ${way.join(' > ')}`);
    expect(circles).toEqual([]);
  });

  it(`has at most ${mostFloors} floors`, () => {
    const towers = plans
      .map((plan) => ({ folder: plan.folder, ...longestWay(plan) }))
      .filter(({ way, isCircle }) => !isCircle && way.length > mostFloors)
      .map(({ folder, way }) => `src/${folder}: ${way.join(' > ')}`);
    expect(towers).toEqual([]);
  });

  it('has no file in its hall that one folder beside it has for itself', () => {
    const imports = importsBetween(sourceFiles);
    expect(plans.flatMap(({ folder }) => looseFiles(folder, sourceFiles, imports))).toEqual([]);
  });
});

describe('a folder is found to', () => {
  it('have an arrow back up, of two files or by way of folders', () => {
    const files = room({ 'a.ts': ['./b/x.js'], 'b/x.ts': ['../c.js'], 'c.ts': ['./a.js'] });
    expect(longestWay(planOf('room', files))).toEqual({
      way: ['a.ts', 'b', 'c.ts', 'a.ts'],
      isCircle: true,
    });
  });

  it('have as many floors as its longest way down, whatever comes first', () => {
    const files = room({ 'low.ts': [], 'b/x.ts': ['../low.js'], 'top.ts': ['./low.js', './b/x.js'] });
    expect(longestWay(planOf('room', files)).way).toEqual(['top.ts', 'b', 'low.ts']);
  });

  it('count imports of types, exports from another file, and files that are loaded later', () => {
    const files = [
      { file: 'room/a.ts', text: "import type { B } from './b.js';\n" },
      { file: 'room/b.ts', text: "export * from './c.js';\n" },
      { file: 'room/c.ts', text: "const d = await import('./d.js');\n" },
      { file: 'room/d.ts', text: '' },
    ];
    expect(longestWay(planOf('room', files)).way).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts']);
  });

  it('have a loose file where one folder alone imports it', () => {
    const files = room({ 'loose.ts': [], 'shared.ts': [], 'b/x.ts': ['../loose.js', '../shared.js'] });
    const shared = { file: 'elsewhere/y.ts', text: "import { it } from '../room/shared.js';\n" };
    expect(looseFiles('room', [...files, shared])).toEqual(['src/room/loose.ts belongs into b/']);
  });
});
