-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "HostKind" AS ENUM ('WORKER', 'ADB_TUNNEL');

-- CreateEnum
CREATE TYPE "HostState" AS ENUM ('ONLINE', 'OFFLINE', 'DRAINING', 'FAILED');

-- CreateEnum
CREATE TYPE "PhoneState" AS ENUM ('READY', 'OFFLINE', 'UNAUTHORIZED', 'NOT_BOOTED', 'HOT', 'NO_SPACE', 'QUARANTINED', 'DRAINED', 'MAINTENANCE');

-- CreateEnum
CREATE TYPE "CampaignState" AS ENUM ('DRAFT', 'RUNNING', 'PAUSED', 'DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "SampleKind" AS ENUM ('OPERATIONS', 'ARCHITECTURE', 'FILE');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ReleaseState" AS ENUM ('CANDIDATE', 'PROMOTED', 'RETIRED', 'REJECTED');

-- CreateTable
CREATE TABLE "Host" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "HostKind" NOT NULL DEFAULT 'WORKER',
    "state" "HostState" NOT NULL DEFAULT 'OFFLINE',
    "stateReason" TEXT,
    "sshAddress" TEXT,
    "sshKeyPath" TEXT,
    "hostKeyPin" TEXT,
    "processId" INTEGER,
    "packageVersion" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3),

    CONSTRAINT "Host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pool" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "deviceModel" TEXT NOT NULL,
    "socModel" TEXT NOT NULL,
    "buildFingerprint" TEXT NOT NULL,

    CONSTRAINT "Pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Phone" (
    "id" UUID NOT NULL,
    "serialNumber" TEXT NOT NULL,
    "adbSerial" TEXT,
    "hostId" UUID,
    "poolId" UUID NOT NULL,
    "deviceModel" TEXT NOT NULL,
    "manufacturer" TEXT NOT NULL,
    "socModel" TEXT NOT NULL,
    "gpuModel" TEXT,
    "abis" TEXT[],
    "androidRelease" TEXT NOT NULL,
    "sdkLevel" INTEGER NOT NULL,
    "buildFingerprint" TEXT NOT NULL,
    "coreClusters" JSONB NOT NULL,
    "properties" JSONB NOT NULL,
    "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "state" "PhoneState" NOT NULL DEFAULT 'READY',
    "stateReason" TEXT,
    "consecutiveFailures" INTEGER NOT NULL DEFAULT 0,
    "quarantinedUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3),

    CONSTRAINT "Phone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PhoneEvent" (
    "id" BIGSERIAL NOT NULL,
    "phoneId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "PhoneEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "phoneId" UUID NOT NULL,
    "token" BIGINT NOT NULL DEFAULT 0,
    "holder" TEXT,
    "acquiredAt" TIMESTAMPTZ(3),
    "renewedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("phoneId")
);

-- CreateTable
CREATE TABLE "BenchmarkBinary" (
    "sha256" CHAR(64) NOT NULL,
    "fileName" TEXT NOT NULL,
    "abi" TEXT NOT NULL,
    "runtimeVersion" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "content" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BenchmarkBinary_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "Scenario" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "coreSet" TEXT NOT NULL,
    "threads" INTEGER NOT NULL,
    "precision" TEXT NOT NULL,
    "delegate" TEXT NOT NULL,
    "runtimeVersion" TEXT NOT NULL,

    CONSTRAINT "Scenario_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "state" "CampaignState" NOT NULL DEFAULT 'DRAFT',
    "stateReason" TEXT,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "seed" INTEGER NOT NULL,
    "spec" JSONB NOT NULL,
    "specHash" CHAR(64) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Sample" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" "SampleKind" NOT NULL,
    "name" TEXT NOT NULL,
    "contentHash" CHAR(64) NOT NULL,
    "spec" JSONB NOT NULL,

    CONSTRAINT "Sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModelFile" (
    "sha256" CHAR(64) NOT NULL,
    "name" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "content" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelFile_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "key" CHAR(64) NOT NULL,
    "campaignId" UUID NOT NULL,
    "sampleId" UUID NOT NULL,
    "scenarioId" UUID NOT NULL,
    "poolId" UUID NOT NULL,
    "repetition" INTEGER NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "phoneId" UUID,
    "leaseToken" BIGINT,
    "verdict" TEXT,
    "verdictReason" TEXT,
    "failureCode" TEXT,
    "failureBlame" TEXT,
    "failureMessage" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "phoneBusyMs" DOUBLE PRECISION,
    "toolMs" DOUBLE PRECISION,
    "initUs" DOUBLE PRECISION,
    "firstInferenceUs" DOUBLE PRECISION,
    "warmupMeanUs" DOUBLE PRECISION,
    "inferenceMeanUs" DOUBLE PRECISION,
    "inferenceStdUs" DOUBLE PRECISION,
    "inferenceMinUs" DOUBLE PRECISION,
    "inferenceMaxUs" DOUBLE PRECISION,
    "inferenceCount" INTEGER,
    "operationSumUs" DOUBLE PRECISION,
    "clockSource" TEXT,
    "commandLine" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "conditions" JSONB,
    "benchmarkBinarySha256" CHAR(64),
    "modelSha256" CHAR(64),
    "parserVersion" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunOutput" (
    "runId" UUID NOT NULL,
    "exitCode" INTEGER NOT NULL,
    "stdoutGzip" BYTEA NOT NULL,
    "stderrGzip" BYTEA NOT NULL,
    "profileGzip" BYTEA,

    CONSTRAINT "RunOutput_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "Configuration" (
    "hash" CHAR(64) NOT NULL,
    "operator" TEXT NOT NULL,
    "spec" JSONB NOT NULL,

    CONSTRAINT "Configuration_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "OpTiming" (
    "runId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "operationIndex" INTEGER,
    "operator" TEXT NOT NULL,
    "kernel" TEXT,
    "configurationHash" CHAR(64),
    "meanUs" DOUBLE PRECISION NOT NULL,
    "stdUs" DOUBLE PRECISION,
    "firstUs" DOUBLE PRECISION NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "OpTiming_pkey" PRIMARY KEY ("runId","ordinal")
);

-- CreateTable
CREATE TABLE "Predictor" (
    "id" UUID NOT NULL,
    "scenarioId" UUID NOT NULL,
    "deviceModel" TEXT NOT NULL,
    "kernelGroup" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "learner" TEXT NOT NULL,
    "artifact" BYTEA NOT NULL,
    "artifactSha256" CHAR(64) NOT NULL,
    "trainingSetHash" CHAR(64) NOT NULL,
    "trainingRows" INTEGER NOT NULL,
    "metrics" JSONB NOT NULL,
    "seed" INTEGER NOT NULL,
    "codeVersion" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Predictor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Release" (
    "id" UUID NOT NULL,
    "deviceModel" TEXT NOT NULL,
    "scenarioId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" "ReleaseState" NOT NULL DEFAULT 'CANDIDATE',
    "overhead" JSONB NOT NULL,
    "calibration" JSONB,
    "metrics" JSONB NOT NULL,
    "gateReport" JSONB,
    "trainingSetHash" CHAR(64) NOT NULL,
    "seed" INTEGER NOT NULL,
    "codeVersion" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReleasePredictor" (
    "releaseId" UUID NOT NULL,
    "predictorId" UUID NOT NULL,

    CONSTRAINT "ReleasePredictor_pkey" PRIMARY KEY ("releaseId","predictorId")
);

-- CreateTable
CREATE TABLE "ReleaseEvent" (
    "id" BIGSERIAL NOT NULL,
    "releaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "ReleaseEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Host_name_key" ON "Host"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Pool_key_key" ON "Pool"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Phone_serialNumber_key" ON "Phone"("serialNumber");

-- CreateIndex
CREATE INDEX "PhoneEvent_phoneId_at_idx" ON "PhoneEvent"("phoneId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Scenario_key_key" ON "Scenario"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Sample_campaignId_contentHash_key" ON "Sample"("campaignId", "contentHash");

-- CreateIndex
CREATE UNIQUE INDEX "Sample_campaignId_ordinal_key" ON "Sample"("campaignId", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "Run_key_key" ON "Run"("key");

-- CreateIndex
CREATE INDEX "Run_campaignId_state_idx" ON "Run"("campaignId", "state");

-- CreateIndex
CREATE INDEX "Run_scenarioId_poolId_state_idx" ON "Run"("scenarioId", "poolId", "state");

-- CreateIndex
CREATE INDEX "Run_poolId_state_idx" ON "Run"("poolId", "state");

-- CreateIndex
CREATE INDEX "Configuration_operator_idx" ON "Configuration"("operator");

-- CreateIndex
CREATE INDEX "OpTiming_configurationHash_idx" ON "OpTiming"("configurationHash");

-- CreateIndex
CREATE INDEX "OpTiming_operator_idx" ON "OpTiming"("operator");

-- CreateIndex
CREATE UNIQUE INDEX "Predictor_deviceModel_scenarioId_kernelGroup_version_key" ON "Predictor"("deviceModel", "scenarioId", "kernelGroup", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Release_deviceModel_scenarioId_version_key" ON "Release"("deviceModel", "scenarioId", "version");

-- CreateIndex
CREATE INDEX "ReleaseEvent_releaseId_at_idx" ON "ReleaseEvent"("releaseId", "at");

-- AddForeignKey
ALTER TABLE "Phone" ADD CONSTRAINT "Phone_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Phone" ADD CONSTRAINT "Phone_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhoneEvent" ADD CONSTRAINT "PhoneEvent_phoneId_fkey" FOREIGN KEY ("phoneId") REFERENCES "Phone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lease" ADD CONSTRAINT "Lease_phoneId_fkey" FOREIGN KEY ("phoneId") REFERENCES "Phone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "Pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_phoneId_fkey" FOREIGN KEY ("phoneId") REFERENCES "Phone"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_benchmarkBinarySha256_fkey" FOREIGN KEY ("benchmarkBinarySha256") REFERENCES "BenchmarkBinary"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunOutput" ADD CONSTRAINT "RunOutput_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpTiming" ADD CONSTRAINT "OpTiming_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpTiming" ADD CONSTRAINT "OpTiming_configurationHash_fkey" FOREIGN KEY ("configurationHash") REFERENCES "Configuration"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Predictor" ADD CONSTRAINT "Predictor_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_scenarioId_fkey" FOREIGN KEY ("scenarioId") REFERENCES "Scenario"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasePredictor" ADD CONSTRAINT "ReleasePredictor_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasePredictor" ADD CONSTRAINT "ReleasePredictor_predictorId_fkey" FOREIGN KEY ("predictorId") REFERENCES "Predictor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleaseEvent" ADD CONSTRAINT "ReleaseEvent_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE CASCADE ON UPDATE CASCADE;
