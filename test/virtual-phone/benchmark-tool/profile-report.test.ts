import { describe, expect, it } from 'vitest';
import { ProfileCollector } from '../../../src/virtual-phone/benchmark-tool/report/profile.js';
import { profileText } from '../../../src/virtual-phone/benchmark-tool/report/profile-report.js';

function section(runs: readonly (readonly number[])[]) {
  const collector = new ProfileCollector([
    { type: 'CONV_2D', name: '[a, b]:0', timesCalled: 1 },
    { type: 'RELU', name: '[c]:1', timesCalled: 1 },
    { type: 'CONV_2D', name: '[d]:2', timesCalled: 1 },
  ]);
  for (const run of runs) collector.addRun(run);
  return collector.section;
}

describe('the tables of a profile', () => {
  const profile = section([
    [100, 10, 1000],
    [300, 11, 1001],
  ]);

  it('list the nodes in run order, in milliseconds with their shares', () => {
    const [, header, first] = profileText([profile], 'text').split('\n');
    expect(header).toContain('\t[times called]\t[Name]');
    expect(first).toBe(
      '\t                 CONV_2D\t    0.100\t    0.200\t 16.515%\t 16.515%\t     0.000\t        1\t[a, b]:0',
    );
  });

  it('tell the mean of a call, and the share of all calls, of kernels that share a row', () => {
    const collector = new ProfileCollector([
      { type: 'DelegateOpInvoke', name: 'Delegate/Convolution (NHWC, QC8) DWConv:19', timesCalled: 2 },
      { type: 'DelegateOpInvoke', name: 'Delegate/Mean (ND) Mean:15', timesCalled: 1 },
    ]);
    collector.addRun([794, 206]);
    const [, , shared] = profileText([collector.section], 'text').split('\n');
    expect(shared?.split('\t').map((cell) => cell.trim())).toEqual([
      ...['', 'DelegateOpInvoke', '0.397', '0.397', '79.400%', '79.400%', '0.000', '2'],
      'Delegate/Convolution (NHWC, QC8) DWConv:19',
    ]);
  });

  it('put the slowest on top', () => {
    const top = profileText([profile], 'text').split('Top by Computation Time')[1]?.split('\n').slice(2, 5);
    expect(top?.map((line) => line.split('\t').at(-1))).toEqual(['[d]:2', '[a, b]:0', '[c]:1']);
  });

  it('sum up node types by averages cut to whole microseconds', () => {
    const text = profileText([profile], 'text');
    expect(text).toContain(
      '\t                 CONV_2D\t        2\t     1.200\t    99.174%\t    99.174%\t     0.000\t        2\n',
    );
    expect(text).toContain(
      'Timings (microseconds): count=2 first=1110 curr=1312 min=1110 max=1312 avg=1211 std=101\n',
    );
    expect(text).toContain('Number of nodes executed: 3\n');
    expect(text).toContain('3 nodes observed\n');
  });

  it('have tabs for commas in the names of a CSV', () => {
    expect(profileText([profile], 'csv')).toContain(
      'CONV_2D, 0.1, 0.2, 16.5153%, 16.5153%, 0, 1, [a\t b]:0\n',
    );
  });

  it('have shares that are no numbers of a total of nothing', () => {
    expect(profileText([section([[0, 0, 0]])], 'csv')).toContain('RELU, 0, 0, -nan%, -nan%, 0, 1, [c]:1\n');
  });

  it('have the inside of delegates behind the graph', () => {
    const text = profileText([profile, profile], 'text');
    expect(text.split('Delegate internal: \n')).toHaveLength(2);
    expect(text.split('\n').filter((line) => line === '3 nodes observed')).toHaveLength(2);
  });
});
