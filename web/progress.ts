import { showPart } from './load-parts.js';

/** Shows a campaign's state anew whenever the farm tells of progress, until the campaign is over. */
export function followProgress(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-progress]')) follow(place);
}

function follow(place: HTMLElement): void {
  const { progress = '', part = '' } = place.dataset;
  const events = new EventSource(progress);
  let last: string | undefined;
  events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
    // What was shown with the page itself comes first.
    if (last !== undefined && data !== last) void showPart(place, part);
    last = data;
  });
  events.addEventListener('end', () => {
    events.close();
    // What may be ordered of it, and its results, have changed with its state.
    window.location.reload();
  });
}
