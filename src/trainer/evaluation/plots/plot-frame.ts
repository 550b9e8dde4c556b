const size = { width: 640, height: 480, left: 80, right: 20, top: 40, bottom: 60 };

/** A label beside an axis; `at` is 0 at its beginning and 1 at its end. */
export interface Tick {
  readonly label: string;
  readonly at: number;
  /** Lines below the first on which the label stands, where neighbours would run into each other. 0 by default. */
  readonly row?: number;
}

/** Title and axes of a plot, and where things are in it. */
export interface PlotFrame {
  /** Pixels from the left for a share of the x axis, and from the top for a share of the y axis. */
  x(share: number): number;
  y(share: number): number;
  xTicks(ticks: readonly Tick[]): string;
  yTicks(ticks: readonly Tick[]): string;
  /** The whole SVG document around the marks. */
  document(marks: string): string;
}

const style = `text{font:12px sans-serif;fill:#333}.title{font-size:15px;font-weight:bold}.name{font-size:10px;fill:#555}.axis,.bar{stroke:#888}
.band{fill:#2b6cb0;fill-opacity:.1}
.guide{stroke:#bbb;stroke-dasharray:4 3}circle,rect.value{fill:#2b6cb0;fill-opacity:.75}.bar{stroke-opacity:.5}path{fill:none;stroke:#2b6cb0}`;

export function plotFrame(labels: {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
}): PlotFrame {
  const innerWidth = size.width - size.left - size.right;
  const innerHeight = size.height - size.top - size.bottom;
  const x = (share: number) => rounded(size.left + share * innerWidth);
  const y = (share: number) => rounded(size.top + (1 - share) * innerHeight);
  return {
    x,
    y,
    xTicks: (ticks) =>
      ticks
        .map(
          ({ label, at, row = 0 }) =>
            `<text x="${x(at)}" y="${y(0) + 16 + 14 * row}" text-anchor="middle">${escapeText(label)}</text>`,
        )
        .join(''),
    yTicks: (ticks) =>
      ticks
        .map(
          ({ label, at }) =>
            `<text x="${x(0) - 8}" y="${y(at) + 4}" text-anchor="end">${escapeText(label)}</text>`,
        )
        .join(''),
    document: (marks) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
        `<style>${style}</style>`,
        `<rect width="100%" height="100%" fill="white"/>`,
        `<text class="title" x="${size.width / 2}" y="24" text-anchor="middle">${escapeText(labels.title)}</text>`,
        `<text x="${x(0.5)}" y="${size.height - 14}" text-anchor="middle">${escapeText(labels.xLabel)}</text>`,
        `<text transform="translate(18 ${y(0.5)}) rotate(-90)" text-anchor="middle">${escapeText(labels.yLabel)}</text>`,
        `<line class="axis" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(0)}"/>`,
        `<line class="axis" x1="${x(0)}" y1="${y(0)}" x2="${x(0)}" y2="${y(1)}"/>`,
        marks,
        '</svg>\n',
      ].join('\n'),
  };
}

/** 1, 2 and 5 times the powers of ten between two positive numbers. */
export function axisTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    ticks.push(...[1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Round numbers from 0 to at least `high`, about five of them. */
export function ticksFromZero(high: number): number[] {
  const power = Math.floor(Math.log10(high / 5));
  const step =
    [1, 2, 5, 10].map((digit) => Number(`${digit}e${power}`)).find((each) => 5 * each >= high) ?? high;
  return Array.from({ length: Math.ceil(high / step) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** Text that may stand in an XML document. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
