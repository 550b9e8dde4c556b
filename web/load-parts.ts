import { tell, textOf } from './farm.js';

/** Parts that take a while are asked for when the page is shown. The farm has made them, so they are markup as the page is. */
export async function loadParts(root: ParentNode, then: (part: Element) => Promise<void>): Promise<void> {
  const parts = root.querySelectorAll<HTMLElement>('[data-load]');
  await Promise.all(
    Array.from(parts, async (part) => {
      await showPart(part, part.dataset['load'] ?? '');
      part.removeAttribute('aria-busy');
      await then(part);
    }),
  );
}

/** The last that was asked for in a place: answers may come in another order. */
const lastAsked = new WeakMap<Element, symbol>();

/** Puts a part of the farm's own pages in the place of what an element shows; one that cannot be had says so. */
export async function showPart(place: Element, path: string): Promise<void> {
  const mine = Symbol(path);
  lastAsked.set(place, mine);
  try {
    const response = await fetch(path);
    const text = await response.text();
    if (lastAsked.get(place) === mine) put(place, text, response.ok);
  } catch (error) {
    tell(textOf(error), true);
  }
}

function put(place: Element, text: string, isPart: boolean): void {
  const made = new DOMParser().parseFromString(text, 'text/html');
  const shown = isPart ? made.body : (made.querySelector('main') ?? made.body);
  shown.querySelector('h1')?.remove();
  place.replaceChildren(...shown.childNodes);
}
