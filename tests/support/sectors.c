#include "support/sectors.h"

#include "base/arena.h"
#include "support/database.h"

static const char table_sql[] =
    "INSERT INTO public.focus_groups (focus_group_id, platform, group_name, group_code,\n"
    "    display_order)\n"
    "VALUES ('pe_life_sciences', 'pe_org_air', 'Life Sciences', 'LIFE', 8);\n"
    "CREATE DOMAIN public.percentage AS numeric(5, 1);\n"
    "CREATE TYPE public.stage AS ENUM ('early', 'late');\n"
    "CREATE TABLE public.org_attributes_life_sciences (\n"
    "    organization_id UUID PRIMARY KEY REFERENCES public.organizations (organization_id),\n"
    "    trial_count SMALLINT,\n"
    "    patients BIGINT,\n"
    "    sites VARCHAR(20)[],\n"
    "    success_rate public.percentage,\n"
    "    budget NUMERIC,\n"
    "    ratio DOUBLE PRECISION,\n"
    "    approved_on DATE,\n"
    "    audited_at TIMESTAMPTZ,\n"
    "    sponsor_id UUID,\n"
    "    phase public.stage,\n"
    "    protocol JSONB,\n"
    "    blinded BOOLEAN,\n"
    "    \"Odd \"\"Name\"\"\" TEXT,\n"
    "    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP\n"
    ");\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.trial_count\n"
    "IS 'Clinical trials [trials]: trials under way: all phases';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.patients IS 'Patients [people]';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.sites IS ' Sites :  where\n"
    "trials run ';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.success_rate IS 'Success rate';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.budget IS '[USD]: no label';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.ratio IS 'Ratio [broken: unit';\n"
    "COMMENT ON COLUMN public.org_attributes_life_sciences.blinded IS 'Blinded []: double "
    "blind';\n";

static const char row_sql[] =
    "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)\n"
    "VALUES ('00000000-0000-4000-8000-000000000008', 'Helix Trials', 'pe_life_sciences');\n"
    "INSERT INTO public.org_attributes_life_sciences\n"
    "VALUES ('00000000-0000-4000-8000-000000000008', 12, 3000000000, '{Basel,\"New York\"}', "
    "62.5,\n"
    "    1234567.891, 0.1, '2025-02-03', '2025-02-03 10:00:00+09',\n"
    "    '00000000-0000-4000-8000-00000000000A', 'late', '{\"a\": 1}', true, 'odd');\n";

/* Puts columns behind the last one and a join behind the last join. */
static const char extend_sql[] =
    "DO $do$\n"
    "DECLARE\n"
    "    definition TEXT := rtrim(pg_get_viewdef('public.vw_organizations_full'::regclass), ';');\n"
    "BEGIN\n"
    "    definition := regexp_replace(definition, '\\n\\s*FROM ', $$, %s FROM $$);\n"
    "    EXECUTE format('CREATE OR REPLACE VIEW public.vw_organizations_full AS '\n"
    "        '%%s LEFT JOIN %s AS x '\n"
    "        'ON x.organization_id = o.organization_id', definition);\n"
    "END\n"
    "$do$";

void extend_view(const char *url, const char *table, const char *columns)
{
    struct arena *arena = arena_new();
    test_sql(url, arena_printf(arena, extend_sql, columns, table));
    arena_free(arena);
}

void add_life_sciences(const char *url)
{
    test_sql(url, table_sql);
    test_sql(url, row_sql);
    extend_view(url, "public.org_attributes_life_sciences",
                "x.trial_count, x.patients, x.sites, x.success_rate, x.budget, x.ratio, "
                "x.approved_on, x.audited_at, x.sponsor_id, x.phase, x.protocol, x.blinded, "
                "x.\"Odd \"\"Name\"\"\"");
}
