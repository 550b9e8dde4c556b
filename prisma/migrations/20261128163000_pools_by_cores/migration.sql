-- AlterEnum
ALTER TYPE "PhoneState" ADD VALUE 'UNUSABLE' BEFORE 'QUARANTINED';

-- AlterTable
ALTER TABLE "Pool" ADD COLUMN     "coreSets" TEXT;

-- The cores of the phone of a pool that was seen last stand for those of the pool.
UPDATE "Pool" SET "coreSets" = known."text"
FROM (
    SELECT DISTINCT ON ("poolId") "poolId", (
        SELECT string_agg(
            (cluster ->> 'name') || ':' || (
                SELECT string_agg(cpu, ',' ORDER BY place)
                FROM jsonb_array_elements_text(cluster -> 'cpus') WITH ORDINALITY AS cpus(cpu, place)
            ), ' ' ORDER BY place)
        FROM jsonb_array_elements("coreClusters") WITH ORDINALITY AS clusters(cluster, place)
    ) AS "text"
    FROM "Phone"
    WHERE jsonb_array_length("coreClusters") > 0 AND "hostId" IS NOT NULL
    ORDER BY "poolId", "lastSeenAt" DESC NULLS LAST
) AS known
WHERE known."poolId" = "Pool"."id";
