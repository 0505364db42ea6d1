//! Capacity of a polling day: arrivals, queues, sizing, spares, placement.
