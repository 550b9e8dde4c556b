-- A prior that came as a file stays with the campaign: whoever decides its rounds has not that file.
ALTER TABLE "CampaignCandidates" ADD COLUMN "prior" JSONB;
