DROP TABLE public.focus_group_calibrations;
DROP TABLE public.focus_group_dimension_weights;
DROP TABLE public.dimensions;
DROP TABLE public.focus_groups;
