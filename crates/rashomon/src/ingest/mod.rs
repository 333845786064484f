//! Reads reports from files, folders and streams.
