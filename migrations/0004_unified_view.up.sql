-- Every organization with its sector and the attributes of all sectors.

CREATE VIEW public.vw_organizations_full AS
SELECT
    o.*,
    fg.group_name AS sector_name,
    fg.group_code AS sector_code,
    -- Manufacturing attributes
    mfg.ot_systems, mfg.it_ot_integration, mfg.scada_vendor, mfg.mes_system,
    mfg.plant_count, mfg.automation_level, mfg.iot_platforms, mfg.digital_twin_status,
    mfg.edge_computing, mfg.supply_chain_visibility, mfg.demand_forecasting_ai,
    -- Financial Services attributes
    fin.regulatory_bodies, fin.charter_type, fin.model_risk_framework, fin.mrm_team_size,
    fin.model_inventory_count, fin.algo_trading, fin.fraud_detection_ai, fin.credit_ai,
    fin.aml_ai, fin.aum_billions, fin.total_assets_billions,
    -- Healthcare attributes
    hc.hipaa_certified, hc.hitrust_certified, hc.fda_clearances, hc.fda_clearance_count,
    hc.ehr_system, hc.ehr_integration_level, hc.fhir_enabled, hc.clinical_ai_deployed,
    hc.imaging_ai, hc.org_type, hc.bed_count,
    -- Technology attributes
    tech.tech_category, tech.primary_language, tech.cloud_native, tech.github_org,
    tech.github_stars_total, tech.open_source_projects, tech.ml_platform, tech.llm_integration,
    tech.ai_product_features, tech.gpu_infrastructure,
    -- Retail & Consumer attributes
    rtl.retail_type, rtl.store_count, rtl.ecommerce_pct, rtl.cdp_vendor,
    rtl.loyalty_program, rtl.loyalty_members, rtl.personalization_ai, rtl.recommendation_engine,
    rtl.demand_forecasting,
    -- Energy & Utilities attributes
    enr.energy_type, enr.regulated, enr.scada_systems, enr.ami_deployed,
    enr.smart_grid_pct, enr.generation_capacity_mw, enr.grid_optimization_ai,
    enr.predictive_maintenance, enr.renewable_pct,
    -- Professional Services attributes
    ps.firm_type, ps.partnership_model, ps.partner_count, ps.professional_staff,
    ps.km_system, ps.document_ai, ps.knowledge_graph, ps.client_ai_services,
    ps.internal_ai_tools
FROM public.organizations o
JOIN public.focus_groups fg ON o.focus_group_id = fg.focus_group_id
LEFT JOIN public.org_attributes_manufacturing mfg ON o.organization_id = mfg.organization_id
LEFT JOIN public.org_attributes_financial_services fin ON o.organization_id = fin.organization_id
LEFT JOIN public.org_attributes_healthcare hc ON o.organization_id = hc.organization_id
LEFT JOIN public.org_attributes_technology tech ON o.organization_id = tech.organization_id
LEFT JOIN public.org_attributes_retail rtl ON o.organization_id = rtl.organization_id
LEFT JOIN public.org_attributes_energy enr ON o.organization_id = enr.organization_id
LEFT JOIN public.org_attributes_professional_services ps ON o.organization_id = ps.organization_id;
