-- DropIndex
DROP INDEX "Run_campaignId_state_verdict_failureCode_phoneBusyMs_toolMs_idx";

-- CreateIndex
CREATE INDEX "PhoneEvent_phoneId_kind_at_idx" ON "PhoneEvent"("phoneId", "kind", "at");

-- CreateIndex
CREATE INDEX "Run_campaignId_state_verdict_failureCode_phoneBusyMs_toolMs_idx" ON "Run"("campaignId", "state", "verdict", "failureCode", "phoneBusyMs", "toolMs", "poolId");
