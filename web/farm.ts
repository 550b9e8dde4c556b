/** Asks the farm as the browser's session. Throws an error with what the farm says is wrong, and what to do about it. */
export async function askFarm(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, init);
  if (response.ok) return response;
  throw new Error(await problemText(response));
}

async function problemText(response: Response): Promise<string> {
  try {
    const { detail, title } = (await response.json()) as { detail?: string; title?: string };
    return [detail, title].filter((text) => text !== undefined).join(' ');
  } catch {
    return `The farm answered with the status ${response.status}.`;
  }
}

/** Shows a text where screen readers read it out. */
export function tell(text: string, isBad = false): void {
  const message = document.getElementById('message');
  if (message === null) return;
  message.textContent = text;
  message.classList.toggle('bad', isBad);
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
