DROP VIEW public.vw_organizations_full;
