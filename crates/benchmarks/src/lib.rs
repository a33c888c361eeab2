//! DfE's published figures, authorities and neighbours: bundled, updatable, every release kept.
