import { dataScript, html, type Html } from './html.js';

/** What is drawn; web/plots.ts draws it. */
export type Plot =
  | {
      readonly kind: 'lines';
      readonly xLabel: string;
      readonly yLabel: string;
      /** x is a moment, in seconds since 1970. */
      readonly isTime?: boolean;
      readonly curves: readonly {
        readonly label: string;
        readonly points: readonly { readonly x: number; readonly y: number }[];
      }[];
    }
  | {
      readonly kind: 'scatter';
      readonly networks: readonly {
        readonly name: string;
        readonly measuredUs: number;
        readonly predictedUs: number;
      }[];
    };

/** A plot with its caption. Its numbers stand in a table of the page as well, for who does not see it. */
export function plot(caption: string, drawn: Plot): Html {
  return html`<figure class="plot" data-plot>
    ${dataScript('plot', drawn)}
    <div class="canvas" role="img" aria-label="${caption}"></div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
