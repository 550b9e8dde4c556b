-- CreateEnum
CREATE TYPE "RoundState" AS ENUM ('MEASURING', 'MEASURED', 'ENDED');

-- CreateTable
CREATE TABLE "CampaignCandidates" (
    "campaignId" UUID NOT NULL,
    "configurationHashes" JSONB NOT NULL,
    "poolKeys" TEXT[],
    "networks" JSONB NOT NULL,

    CONSTRAINT "CampaignCandidates_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "CampaignRound" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "scenarioId" UUID NOT NULL,
    "poolId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "state" "RoundState" NOT NULL DEFAULT 'MEASURING',
    "reason" TEXT,
    "strategy" TEXT NOT NULL,
    "choices" TEXT[],
    "expectedCostMs" DOUBLE PRECISION NOT NULL,
    "estimate" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CampaignRound_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CampaignRound_campaignId_scenarioId_poolId_ordinal_key" ON "CampaignRound"("campaignId", "scenarioId", "poolId", "ordinal");

-- AddForeignKey
ALTER TABLE "CampaignCandidates" ADD CONSTRAINT "CampaignCandidates_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignRound" ADD CONSTRAINT "CampaignRound_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignRound" ADD CONSTRAINT "CampaignRound_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignRound" ADD CONSTRAINT "CampaignRound_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
