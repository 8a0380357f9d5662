DROP FUNCTION orgair.watch(REGCLASS);

-- With the triggers, wherever orgair.watch put them.
DROP FUNCTION orgair.revise_assessment() CASCADE;
DROP FUNCTION orgair.revise_organization() CASCADE;
DROP FUNCTION orgair.revise_sector() CASCADE;
DROP FUNCTION orgair.revise_shared() CASCADE;
DROP FUNCTION orgair.note_move(TEXT[]);
DROP FUNCTION orgair.sectors_stand();
DROP FUNCTION orgair.scopes_of(REGCLASS);
DROP FUNCTION orgair.owner_column(REGCLASS);
DROP FUNCTION orgair.renew_all(TEXT[]);
DROP FUNCTION orgair.every_scope();
DROP FUNCTION orgair.renew(TEXT);
DROP INDEX public.idx_assessments_to;
DROP INDEX public.idx_assessments_from;
DROP TABLE orgair.revisions;
