//! Pure numerics with published references: intervals, funnels, control charts, trends. Knows nothing of records.
