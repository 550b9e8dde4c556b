import type { Marginal } from '../../graph/index.js';

const columns = 4;
const barHeight = 14;
const titleHeight = 22;
const cellWidth = 260;
const labelWidth = 110;
const margin = 16;
const barWidth = cellWidth - labelWidth - 60;

/** Marginals as an SVG image: for each decision a bar per value, as long as the value is likely. */
export function marginalPlot(title: string, marginals: readonly Marginal[]): string {
  const rows = Array.from({ length: Math.ceil(marginals.length / columns) }, (_, row) =>
    marginals.slice(row * columns, (row + 1) * columns),
  );
  let top = margin + 2 * titleHeight;
  const cells: string[] = [];
  for (const row of rows) {
    row.forEach((marginal, column) => cells.push(cell(marginal, margin + column * cellWidth, top)));
    top +=
      titleHeight + Math.max(...row.map(({ probabilities }) => probabilities.length)) * barHeight + margin;
  }
  const width = 2 * margin + columns * cellWidth;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${top}" fill="white"/>`,
    `<text x="${margin}" y="${margin + 12}" font-size="15">${escaped(title)}</text>`,
    ...cells,
    '</svg>\n',
  ].join('\n');
}

function cell({ name, probabilities }: Marginal, left: number, top: number): string {
  const bars = probabilities.map(({ value, probability }, index) => {
    const y = top + titleHeight + index * barHeight;
    const length = (barWidth * probability).toFixed(1);
    const percent = `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;
    return [
      `<text x="${left + labelWidth - 6}" y="${y}" text-anchor="end">${escaped(String(value))}</text>`,
      `<rect x="${left + labelWidth}" y="${y - 9}" width="${length}" height="10" fill="#4878a8"/>`,
      `<text x="${left + labelWidth + Number(length) + 4}" y="${y}" fill="#555">${percent}</text>`,
    ].join('');
  });
  return `<g><text x="${left}" y="${top + 4}" font-weight="bold">${escaped(name)}</text>${bars.join('')}</g>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
