-- CreateEnum
CREATE TYPE "PackingDecision" AS ENUM ('AGREES', 'CORRECTED', 'REFUSED');

-- AlterTable
ALTER TABLE "CampaignCandidates" ADD COLUMN     "architectures" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "CampaignRound" ADD COLUMN     "architectures" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "sources" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "spentMs" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "PackingJudgement" (
    "campaignId" UUID NOT NULL,
    "scenarioId" UUID NOT NULL,
    "poolId" UUID NOT NULL,
    "operator" TEXT NOT NULL,
    "decision" "PackingDecision" NOT NULL,
    "ratio" DOUBLE PRECISION NOT NULL,
    "spread" DOUBLE PRECISION NOT NULL,
    "configurations" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PackingJudgement_pkey" PRIMARY KEY ("campaignId","scenarioId","poolId","operator")
);

-- AddForeignKey
ALTER TABLE "PackingJudgement" ADD CONSTRAINT "PackingJudgement_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PackingJudgement" ADD CONSTRAINT "PackingJudgement_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PackingJudgement" ADD CONSTRAINT "PackingJudgement_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
