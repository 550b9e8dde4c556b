-- CreateTable
CREATE TABLE "NightlyTraining" (
    "id" UUID NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "deviceModel" TEXT NOT NULL,
    "scenarioKey" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "report" JSONB,

    CONSTRAINT "NightlyTraining_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "NightlyTraining_finishedAt_idx" ON "NightlyTraining"("finishedAt");

-- CreateIndex
CREATE UNIQUE INDEX "NightlyTraining_dueAt_deviceModel_scenarioKey_key" ON "NightlyTraining"("dueAt", "deviceModel", "scenarioKey");
