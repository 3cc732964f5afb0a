-- Visits and model cases are records of the pack's registers now. Nothing was released with these tables.
DROP TABLE visit;
DROP TABLE model_case;
