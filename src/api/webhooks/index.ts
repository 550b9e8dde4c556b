// Who is told of what happens. A door of its own: commands that send nothing over HTTP do not load the server for it.
export { deliverWebhooks } from './deliver.js';
export { webhookEvents } from './events.js';
export type { WebhookEvent } from './events.js';
export { addWebhook, listDeliveries, listWebhooks, removeWebhook, testWebhook } from './webhooks.js';
