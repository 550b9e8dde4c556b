import { askFarm, tell, textOf } from './farm.js';

/** Buttons that ask the farm for a change; the page is shown anew when it is done. */
export function addOrders(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-order]')) {
    button.addEventListener('click', () => void order(button));
  }
}

async function order(button: HTMLButtonElement): Promise<void> {
  const { order: path = '', confirm: question } = button.dataset;
  if (question !== undefined && !window.confirm(`${button.textContent.trim()}? ${question}`)) return;
  button.disabled = true;
  try {
    await askFarm(path, { method: 'POST' });
    window.location.reload();
  } catch (error) {
    tell(textOf(error), true);
    button.disabled = false;
  }
}
