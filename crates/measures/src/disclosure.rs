//! Disclosure control: what may leave the council.
