-- DropIndex
DROP INDEX "Run_campaignId_state_idx";

-- DropIndex
DROP INDEX "Run_scenarioId_poolId_state_idx";

-- CreateTable
CREATE TABLE "FreshJudgement" (
    "releaseId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "finishedAt" TIMESTAMPTZ(3) NOT NULL,
    "inInterval" BOOLEAN,

    CONSTRAINT "FreshJudgement_pkey" PRIMARY KEY ("releaseId","runId")
);

-- CreateIndex
CREATE INDEX "FreshJudgement_runId_idx" ON "FreshJudgement"("runId");

-- CreateIndex
CREATE INDEX "Campaign_createdAt_id_idx" ON "Campaign"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_campaignId_state_verdict_failureCode_phoneBusyMs_toolMs_idx" ON "Run"("campaignId", "state", "verdict", "failureCode", "phoneBusyMs", "toolMs");

-- CreateIndex
CREATE INDEX "Run_scenarioId_poolId_state_finishedAt_idx" ON "Run"("scenarioId", "poolId", "state", "finishedAt");

-- AddForeignKey
ALTER TABLE "FreshJudgement" ADD CONSTRAINT "FreshJudgement_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FreshJudgement" ADD CONSTRAINT "FreshJudgement_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
