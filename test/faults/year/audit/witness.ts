/**
 * Triggers that note, in tables of their own, what the farm does to leases and runs: an account that shares no code with what writes
 * them. They are in the database that is measured into and in no other, and change nothing there.
 */
export const witnessSql = `
CREATE SCHEMA witness;

CREATE TABLE witness.ended (
  run uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL,
  phone uuid,
  token bigint,
  "heldToken" bigint -- of the phone's lease, in the moment of writing
);
CREATE TABLE witness.reopened (run uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(), was text NOT NULL);
CREATE TABLE witness.rewritten (run uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE witness.tokens (phone uuid NOT NULL, was bigint NOT NULL, became bigint NOT NULL);

CREATE FUNCTION witness.note_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."state" IN ('DONE', 'FAILED') AND OLD."state" NOT IN ('DONE', 'FAILED') THEN
    INSERT INTO witness.ended (run, state, phone, token, "heldToken")
    VALUES (NEW."id", NEW."state", NEW."phoneId", NEW."leaseToken",
            (SELECT "token" FROM public."Lease" WHERE "phoneId" = NEW."phoneId"));
  ELSIF OLD."state" IN ('DONE', 'FAILED', 'CANCELLED') AND NEW."state" IN ('PENDING', 'RUNNING') THEN
    INSERT INTO witness.reopened (run, was) VALUES (NEW."id", OLD."state");
  ELSIF OLD."state" = 'DONE' AND NEW."state" = 'DONE'
    AND ROW(OLD."inferenceMeanUs", OLD."phoneId", OLD."finishedAt") IS DISTINCT FROM ROW(NEW."inferenceMeanUs", NEW."phoneId", NEW."finishedAt") THEN
    INSERT INTO witness.rewritten (run) VALUES (NEW."id");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER witness_run AFTER UPDATE ON public."Run" FOR EACH ROW EXECUTE FUNCTION witness.note_run();

CREATE FUNCTION witness.note_lease() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."token" < OLD."token" THEN
    INSERT INTO witness.tokens VALUES (NEW."phoneId", OLD."token", NEW."token");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER witness_lease AFTER UPDATE ON public."Lease" FOR EACH ROW EXECUTE FUNCTION witness.note_lease();
`;
