/** What webhooks can wait for. */
export const webhookEvents = [
  'campaign.ended',
  'phone.quarantined',
  'phone.drifted',
  'release.promoted',
  'release.refused',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
