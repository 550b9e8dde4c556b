-- CreateIndex
CREATE INDEX "Run_startedAt_id_idx" ON "Run"("startedAt", "id");

-- CreateIndex
CREATE INDEX "Run_campaignId_startedAt_id_idx" ON "Run"("campaignId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "Run_phoneId_startedAt_id_idx" ON "Run"("phoneId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "Run_verdict_startedAt_id_idx" ON "Run"("verdict", "startedAt", "id");

-- CreateIndex
CREATE INDEX "Run_state_startedAt_id_idx" ON "Run"("state", "startedAt", "id");
