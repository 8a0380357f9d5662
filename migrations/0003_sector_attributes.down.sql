DROP TABLE public.org_attributes_professional_services;
DROP TABLE public.org_attributes_energy;
DROP TABLE public.org_attributes_retail;
DROP TABLE public.org_attributes_technology;
DROP TABLE public.org_attributes_healthcare;
DROP TABLE public.org_attributes_financial_services;
DROP TABLE public.org_attributes_manufacturing;
