import type { Connection } from '../connection.js';

/**
 * How far back of the last look is looked again: what a transaction wrote down in that time, it may have committed only afterwards. None takes
 * as long; one that did would not be told of.
 */
const overlap = "interval '1 hour'";

/**
 * Writes a delivery for everything that webhooks wait for and that has happened since they were last looked after, once each; returns how
 * many. What happened stands in the tables that it happened to: nobody has to tell of it, and nothing is lost by a crash.
 */
export async function collectEvents(transaction: Connection, webhookIds: readonly string[]): Promise<number> {
  const { rowCount } = await transaction.query(
    `WITH happened AS (
       SELECT w.id AS "webhookId", 'campaign:' || c.id || ':' || extract(epoch FROM c."finishedAt") AS key, 'campaign.ended' AS event,
              c."finishedAt" AS at, jsonb_build_object('id', c.id, 'name', c.name, 'owner', c.owner, 'state', c.state::text,
                'reason', c."stateReason") AS data
         FROM "Webhook" w JOIN "Campaign" c ON c."finishedAt" >= w."collectedTo" - ${overlap} AND c."finishedAt" >= w."createdAt"
        WHERE w.id = ANY($1::uuid[]) AND c.state IN ('DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED')
       UNION ALL
       SELECT w.id, 'phone:' || e.id, CASE WHEN e.detail->>'code' = 'PHONE_DRIFTED' THEN 'phone.drifted' ELSE 'phone.quarantined' END,
              e.at, jsonb_build_object('serialNumber', p."serialNumber", 'deviceModel', p."deviceModel", 'code', e.detail->>'code',
                'reason', e.detail->>'reason', 'scenario', e.detail->>'scenarioKey')
         FROM "Webhook" w JOIN "PhoneEvent" e ON e.kind = 'quarantined' AND e.at >= w."collectedTo" - ${overlap} AND e.at >= w."createdAt"
         JOIN "Phone" p ON p.id = e."phoneId"
        WHERE w.id = ANY($1::uuid[])
       UNION ALL
       SELECT w.id, 'release:' || e.id, CASE WHEN e.kind = 'rejected' THEN 'release.refused' ELSE 'release.promoted' END,
              e.at, jsonb_build_object('deviceModel', r."deviceModel", 'scenario', s.key, 'version', r.version, 'actor', e.actor, 'how', e.kind)
         FROM "Webhook" w JOIN "ReleaseEvent" e ON e.kind IN ('promoted', 'rolled-back', 'rejected')
                AND e.at >= w."collectedTo" - ${overlap} AND e.at >= w."createdAt"
         JOIN "Release" r ON r.id = e."releaseId" JOIN "Scenario" s ON s.id = r."scenarioId"
        WHERE w.id = ANY($1::uuid[]))
     INSERT INTO "WebhookDelivery" (id, "webhookId", "eventKey", event, body)
     SELECT gen_random_uuid(), h."webhookId", h.key, h.event,
            jsonb_build_object('type', h.event, 'timestamp', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', h.data)::text
       FROM happened h JOIN "Webhook" w ON w.id = h."webhookId" WHERE h.event = ANY(w.events)
     ON CONFLICT ("webhookId", "eventKey") DO NOTHING`,
    [webhookIds],
  );
  return rowCount ?? 0;
}
