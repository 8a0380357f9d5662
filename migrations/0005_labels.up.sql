-- Labels of tables and columns, written `Label [unit]: description`. Reports show them, so a new
-- column gets its label here and nowhere else.

COMMENT ON TABLE public.focus_groups
IS 'Sectors: the portfolio''s sectors, each scored with weights and calibrations of its own';

COMMENT ON COLUMN public.focus_groups.focus_group_id
IS 'Sector id: stable key of the sector; the rest after pe_ names its attribute table';

COMMENT ON COLUMN public.focus_groups.platform
IS 'Platform: pe_org_air for organizations, individual_air for people';

COMMENT ON COLUMN public.focus_groups.group_name
IS 'Sector: name as reports show it';

COMMENT ON COLUMN public.focus_groups.group_code
IS 'Sector code: short code, unique within a platform';

COMMENT ON COLUMN public.focus_groups.group_description
IS 'Description: what the sector covers';

COMMENT ON COLUMN public.focus_groups.display_order
IS 'Order: position in reports';

COMMENT ON COLUMN public.focus_groups.icon_name
IS 'Icon: name of the sector''s icon';

COMMENT ON COLUMN public.focus_groups.color_hex
IS 'Colour: the sector''s colour in charts, as #RRGGBB';

COMMENT ON COLUMN public.focus_groups.is_active
IS 'Active: inactive sectors are left out of reports';

COMMENT ON COLUMN public.focus_groups.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON COLUMN public.focus_groups.updated_at
IS 'Updated: when the row was last changed, UTC';

COMMENT ON TABLE public.dimensions
IS 'Dimensions: the criteria of AI readiness, the same in every sector';

COMMENT ON COLUMN public.dimensions.dimension_id
IS 'Dimension id: stable key of the dimension';

COMMENT ON COLUMN public.dimensions.platform
IS 'Platform: pe_org_air for organizations, individual_air for people';

COMMENT ON COLUMN public.dimensions.dimension_name
IS 'Dimension: name as reports show it';

COMMENT ON COLUMN public.dimensions.dimension_code
IS 'Dimension code: name in configurations and exports, unique within a platform';

COMMENT ON COLUMN public.dimensions.description
IS 'Description: what the dimension measures';

COMMENT ON COLUMN public.dimensions.min_score
IS 'Lowest score [points]: lower end of the scale';

COMMENT ON COLUMN public.dimensions.max_score
IS 'Highest score [points]: upper end of the scale';

COMMENT ON COLUMN public.dimensions.display_order
IS 'Order: position in reports';

COMMENT ON COLUMN public.dimensions.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.focus_group_dimension_weights
IS 'Dimension weights: how much each dimension counts in a sector; the weights of a sector sum to 1';

COMMENT ON COLUMN public.focus_group_dimension_weights.weight_id
IS 'Weight id: key of the row';

COMMENT ON COLUMN public.focus_group_dimension_weights.focus_group_id
IS 'Sector id: sector that the weight belongs to';

COMMENT ON COLUMN public.focus_group_dimension_weights.dimension_id
IS 'Dimension id: dimension that the weight belongs to';

COMMENT ON COLUMN public.focus_group_dimension_weights.weight
IS 'Weight: share of the sector''s score, 0 to 1';

COMMENT ON COLUMN public.focus_group_dimension_weights.weight_rationale
IS 'Rationale: why the dimension counts this much in the sector';

COMMENT ON COLUMN public.focus_group_dimension_weights.effective_from
IS 'Effective from: first day in force';

COMMENT ON COLUMN public.focus_group_dimension_weights.effective_to
IS 'Effective to: first day no longer in force; open when empty';

COMMENT ON COLUMN public.focus_group_dimension_weights.is_current
IS 'Current: whether the row is the latest of its key';

COMMENT ON COLUMN public.focus_group_dimension_weights.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.focus_group_calibrations
IS 'Calibrations: a sector''s parameters for scoring and valuation';

COMMENT ON COLUMN public.focus_group_calibrations.calibration_id
IS 'Calibration id: key of the row';

COMMENT ON COLUMN public.focus_group_calibrations.focus_group_id
IS 'Sector id: sector that the calibration belongs to';

COMMENT ON COLUMN public.focus_group_calibrations.parameter_name
IS 'Parameter: name of the calibration';

COMMENT ON COLUMN public.focus_group_calibrations.parameter_value
IS 'Value: value of the calibration';

COMMENT ON COLUMN public.focus_group_calibrations.parameter_type
IS 'Type: numeric, or threshold where a score is compared with it';

COMMENT ON COLUMN public.focus_group_calibrations.description
IS 'Description: what the value reflects';

COMMENT ON COLUMN public.focus_group_calibrations.effective_from
IS 'Effective from: first day in force';

COMMENT ON COLUMN public.focus_group_calibrations.effective_to
IS 'Effective to: first day no longer in force; open when empty';

COMMENT ON COLUMN public.focus_group_calibrations.is_current
IS 'Current: whether the row is the latest of its key';

COMMENT ON COLUMN public.focus_group_calibrations.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.organizations
IS 'Organizations: portfolio companies and targets, each in one sector';

COMMENT ON COLUMN public.organizations.organization_id
IS 'Organization id: stable key of the organization';

COMMENT ON COLUMN public.organizations.legal_name
IS 'Legal name: registered name';

COMMENT ON COLUMN public.organizations.display_name
IS 'Name: short name as reports show it';

COMMENT ON COLUMN public.organizations.ticker_symbol
IS 'Ticker: exchange symbol, listed companies only';

COMMENT ON COLUMN public.organizations.cik_number
IS 'CIK: SEC Central Index Key';

COMMENT ON COLUMN public.organizations.duns_number
IS 'D-U-N-S: Dun & Bradstreet number';

COMMENT ON COLUMN public.organizations.focus_group_id
IS 'Sector id: sector whose weights and calibrations apply';

COMMENT ON COLUMN public.organizations.primary_sic_code
IS 'SIC code: primary line of business, Standard Industrial Classification';

COMMENT ON COLUMN public.organizations.primary_naics_code
IS 'NAICS code: primary line of business, North American Industry Classification System';

COMMENT ON COLUMN public.organizations.employee_count
IS 'Employees: headcount at the last reporting date';

COMMENT ON COLUMN public.organizations.annual_revenue_usd
IS 'Annual revenue [USD]: revenue of the last full financial year';

COMMENT ON COLUMN public.organizations.founding_year
IS 'Founded [year]: year of incorporation';

COMMENT ON COLUMN public.organizations.headquarters_country
IS 'Country: headquarters, ISO 3166 code';

COMMENT ON COLUMN public.organizations.headquarters_state
IS 'State or region: headquarters';

COMMENT ON COLUMN public.organizations.headquarters_city
IS 'City: headquarters';

COMMENT ON COLUMN public.organizations.website_url
IS 'Website: public home page';

COMMENT ON COLUMN public.organizations.status
IS 'Status: active, inactive (no longer monitored) or archived (exited)';

COMMENT ON COLUMN public.organizations.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON COLUMN public.organizations.updated_at
IS 'Updated: when the row was last changed, UTC';

COMMENT ON COLUMN public.organizations.created_by
IS 'Created by: who entered the organization';

COMMENT ON TABLE public.org_attributes_manufacturing
IS 'Manufacturing attributes: plants, automation and operational technology';

COMMENT ON COLUMN public.org_attributes_manufacturing.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_manufacturing.ot_systems
IS 'Operational technology systems: control systems in use on the shop floor';

COMMENT ON COLUMN public.org_attributes_manufacturing.it_ot_integration
IS 'IT/OT integration: how far plant systems are connected to enterprise systems';

COMMENT ON COLUMN public.org_attributes_manufacturing.scada_vendor
IS 'SCADA vendor: supplier of supervisory control and data acquisition';

COMMENT ON COLUMN public.org_attributes_manufacturing.mes_system
IS 'Manufacturing execution system: product in use';

COMMENT ON COLUMN public.org_attributes_manufacturing.plant_count
IS 'Plants: manufacturing sites in operation';

COMMENT ON COLUMN public.org_attributes_manufacturing.automation_level
IS 'Automation level: degree of automation across the plants';

COMMENT ON COLUMN public.org_attributes_manufacturing.iot_platforms
IS 'IoT platforms: platforms that collect machine data';

COMMENT ON COLUMN public.org_attributes_manufacturing.digital_twin_status
IS 'Digital twin: stage of the digital twin programme';

COMMENT ON COLUMN public.org_attributes_manufacturing.edge_computing
IS 'Edge computing: data is processed at the plant';

COMMENT ON COLUMN public.org_attributes_manufacturing.supply_chain_visibility
IS 'Supply chain visibility: reach of tracking, from own stock to end to end';

COMMENT ON COLUMN public.org_attributes_manufacturing.demand_forecasting_ai
IS 'AI demand forecasting: machine learning forecasts demand';

COMMENT ON COLUMN public.org_attributes_manufacturing.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_financial_services
IS 'Financial services attributes: regulation, model risk and balance sheet';

COMMENT ON COLUMN public.org_attributes_financial_services.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_financial_services.regulatory_bodies
IS 'Regulators: supervising authorities';

COMMENT ON COLUMN public.org_attributes_financial_services.charter_type
IS 'Charter: licence under which the institution operates';

COMMENT ON COLUMN public.org_attributes_financial_services.model_risk_framework
IS 'Model risk framework: framework that governs models, such as SR 11-7';

COMMENT ON COLUMN public.org_attributes_financial_services.mrm_team_size
IS 'Model risk team: people in model risk management';

COMMENT ON COLUMN public.org_attributes_financial_services.model_inventory_count
IS 'Models in inventory: models under governance';

COMMENT ON COLUMN public.org_attributes_financial_services.algo_trading
IS 'Algorithmic trading: trades are placed by algorithms';

COMMENT ON COLUMN public.org_attributes_financial_services.fraud_detection_ai
IS 'AI fraud detection: machine learning screens for fraud';

COMMENT ON COLUMN public.org_attributes_financial_services.credit_ai
IS 'AI credit decisions: machine learning supports underwriting';

COMMENT ON COLUMN public.org_attributes_financial_services.aml_ai
IS 'AI anti-money laundering: machine learning screens transactions';

COMMENT ON COLUMN public.org_attributes_financial_services.aum_billions
IS 'Assets under management [USD bn]: assets managed for clients';

COMMENT ON COLUMN public.org_attributes_financial_services.total_assets_billions
IS 'Total assets [USD bn]: balance sheet total';

COMMENT ON COLUMN public.org_attributes_financial_services.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_healthcare
IS 'Healthcare attributes: compliance, clinical systems and capacity';

COMMENT ON COLUMN public.org_attributes_healthcare.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_healthcare.hipaa_certified
IS 'HIPAA compliance certified: privacy and security of patient data attested';

COMMENT ON COLUMN public.org_attributes_healthcare.hitrust_certified
IS 'HITRUST certified: certified against the HITRUST CSF';

COMMENT ON COLUMN public.org_attributes_healthcare.fda_clearances
IS 'FDA-cleared products: products cleared for sale by the FDA';

COMMENT ON COLUMN public.org_attributes_healthcare.fda_clearance_count
IS 'FDA clearances: clearances held';

COMMENT ON COLUMN public.org_attributes_healthcare.ehr_system
IS 'Electronic health record: system in use';

COMMENT ON COLUMN public.org_attributes_healthcare.ehr_integration_level
IS 'EHR integration: how far other systems are connected to the health record';

COMMENT ON COLUMN public.org_attributes_healthcare.fhir_enabled
IS 'FHIR enabled: data is exchanged by HL7 FHIR';

COMMENT ON COLUMN public.org_attributes_healthcare.clinical_ai_deployed
IS 'Clinical AI deployed: machine learning supports clinical decisions';

COMMENT ON COLUMN public.org_attributes_healthcare.imaging_ai
IS 'Imaging AI: machine learning reads medical images';

COMMENT ON COLUMN public.org_attributes_healthcare.org_type
IS 'Provider type: kind of healthcare organization';

COMMENT ON COLUMN public.org_attributes_healthcare.bed_count
IS 'Staffed beds: beds in service';

COMMENT ON COLUMN public.org_attributes_healthcare.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_technology
IS 'Technology attributes: product, engineering and AI capability';

COMMENT ON COLUMN public.org_attributes_technology.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_technology.tech_category
IS 'Category: main product category';

COMMENT ON COLUMN public.org_attributes_technology.primary_language
IS 'Primary language: main programming language';

COMMENT ON COLUMN public.org_attributes_technology.cloud_native
IS 'Cloud native: products run on cloud infrastructure only';

COMMENT ON COLUMN public.org_attributes_technology.github_org
IS 'GitHub organization: account of public repositories';

COMMENT ON COLUMN public.org_attributes_technology.github_stars_total
IS 'GitHub stars: stars over all public repositories';

COMMENT ON COLUMN public.org_attributes_technology.open_source_projects
IS 'Open-source projects: projects maintained in public';

COMMENT ON COLUMN public.org_attributes_technology.ml_platform
IS 'ML platform: platform on which models are trained and served';

COMMENT ON COLUMN public.org_attributes_technology.llm_integration
IS 'LLM integration: products use large language models';

COMMENT ON COLUMN public.org_attributes_technology.ai_product_features
IS 'AI product features: features on sale that rely on AI';

COMMENT ON COLUMN public.org_attributes_technology.gpu_infrastructure
IS 'GPU infrastructure: own or reserved accelerators';

COMMENT ON COLUMN public.org_attributes_technology.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_retail
IS 'Retail and consumer attributes: channels, loyalty and personalization';

COMMENT ON COLUMN public.org_attributes_retail.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_retail.retail_type
IS 'Retail format: main format or channel';

COMMENT ON COLUMN public.org_attributes_retail.store_count
IS 'Stores: stores in operation';

COMMENT ON COLUMN public.org_attributes_retail.ecommerce_pct
IS 'E-commerce share [%]: online share of revenue';

COMMENT ON COLUMN public.org_attributes_retail.cdp_vendor
IS 'Customer data platform: product in use';

COMMENT ON COLUMN public.org_attributes_retail.loyalty_program
IS 'Loyalty programme: customers can enrol';

COMMENT ON COLUMN public.org_attributes_retail.loyalty_members
IS 'Loyalty members: enrolled customers';

COMMENT ON COLUMN public.org_attributes_retail.personalization_ai
IS 'AI personalization: offers are tailored by machine learning';

COMMENT ON COLUMN public.org_attributes_retail.recommendation_engine
IS 'Recommendation engine: product in use';

COMMENT ON COLUMN public.org_attributes_retail.demand_forecasting
IS 'Demand forecasting: demand is forecast by model';

COMMENT ON COLUMN public.org_attributes_retail.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_energy
IS 'Energy and utilities attributes: generation, grid and regulation';

COMMENT ON COLUMN public.org_attributes_energy.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_energy.energy_type
IS 'Energy type: main activity or fuel';

COMMENT ON COLUMN public.org_attributes_energy.regulated
IS 'Rate regulated: tariffs are set by a regulator';

COMMENT ON COLUMN public.org_attributes_energy.scada_systems
IS 'SCADA systems: grid and plant control systems in use';

COMMENT ON COLUMN public.org_attributes_energy.ami_deployed
IS 'Smart meters deployed: advanced metering infrastructure is in service';

COMMENT ON COLUMN public.org_attributes_energy.smart_grid_pct
IS 'Smart grid coverage [%]: share of the network under remote control';

COMMENT ON COLUMN public.org_attributes_energy.generation_capacity_mw
IS 'Generation capacity [MW]: installed net capacity';

COMMENT ON COLUMN public.org_attributes_energy.grid_optimization_ai
IS 'AI grid optimization: machine learning steers the grid';

COMMENT ON COLUMN public.org_attributes_energy.predictive_maintenance
IS 'Predictive maintenance: failures are predicted from sensor data';

COMMENT ON COLUMN public.org_attributes_energy.renewable_pct
IS 'Renewable share [%]: share of generation from renewables';

COMMENT ON COLUMN public.org_attributes_energy.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON TABLE public.org_attributes_professional_services
IS 'Professional services attributes: partnership, staff and knowledge';

COMMENT ON COLUMN public.org_attributes_professional_services.organization_id
IS 'Organization id: organization that the attributes belong to';

COMMENT ON COLUMN public.org_attributes_professional_services.firm_type
IS 'Firm type: main line of practice';

COMMENT ON COLUMN public.org_attributes_professional_services.partnership_model
IS 'Partnership model: how the firm is owned';

COMMENT ON COLUMN public.org_attributes_professional_services.partner_count
IS 'Partners: equity and salaried partners';

COMMENT ON COLUMN public.org_attributes_professional_services.professional_staff
IS 'Professional staff: fee earners other than partners';

COMMENT ON COLUMN public.org_attributes_professional_services.km_system
IS 'Knowledge management: system in use';

COMMENT ON COLUMN public.org_attributes_professional_services.document_ai
IS 'Document AI: machine learning reads or drafts documents';

COMMENT ON COLUMN public.org_attributes_professional_services.knowledge_graph
IS 'Knowledge graph: firm knowledge is held as a graph';

COMMENT ON COLUMN public.org_attributes_professional_services.client_ai_services
IS 'AI services for clients: AI work is sold to clients';

COMMENT ON COLUMN public.org_attributes_professional_services.internal_ai_tools
IS 'Internal AI tools: staff work with AI assistance';

COMMENT ON COLUMN public.org_attributes_professional_services.created_at
IS 'Created: when the row was made, UTC';

COMMENT ON VIEW public.vw_organizations_full
IS 'Organizations in full: every organization with its sector and the attributes of all sectors';

COMMENT ON COLUMN public.vw_organizations_full.sector_name
IS 'Sector: name of the organization''s sector';

COMMENT ON COLUMN public.vw_organizations_full.sector_code
IS 'Sector code: short code of the organization''s sector';
