-- CreateTable
CREATE TABLE "Stranger" (
    "hostId" UUID NOT NULL,
    "adbSerial" TEXT NOT NULL,
    "state" "PhoneState" NOT NULL,
    "reason" TEXT NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Stranger_pkey" PRIMARY KEY ("hostId","adbSerial")
);

-- AddForeignKey
ALTER TABLE "Stranger" ADD CONSTRAINT "Stranger_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
