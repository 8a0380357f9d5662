-- Portfolio companies: what is known of each whatever its sector.

CREATE TABLE public.organizations (
    organization_id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    legal_name VARCHAR(255) NOT NULL,
    display_name VARCHAR(255),
    ticker_symbol VARCHAR(10),
    cik_number VARCHAR(20),
    duns_number VARCHAR(20),
    focus_group_id VARCHAR(50) NOT NULL REFERENCES public.focus_groups(focus_group_id),
    primary_sic_code VARCHAR(10),
    primary_naics_code VARCHAR(10),
    employee_count INTEGER,
    annual_revenue_usd DECIMAL(15,2),
    founding_year INTEGER,
    headquarters_country VARCHAR(3),
    headquarters_state VARCHAR(50),
    headquarters_city VARCHAR(100),
    website_url VARCHAR(500),
    status VARCHAR(20) DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'archived')),
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    created_by VARCHAR(100),
    CONSTRAINT chk_org_pe_platform CHECK (focus_group_id LIKE 'pe_%')
);

CREATE INDEX idx_org_focus_group
ON public.organizations(focus_group_id);

CREATE INDEX idx_org_ticker
ON public.organizations(ticker_symbol)
WHERE ticker_symbol IS NOT NULL;
