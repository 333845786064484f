//! What people read: question blocks and tables.
