// Part of the build scripts of the crates whose results depend on their code and tables.

/// Hands the program the fingerprint of all files under these folders of the project, as an environment variable.
fn fingerprint(variable: &str, folders: &[&str]) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut hasher = blake3::Hasher::new();
    for folder in folders {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        take_in(&root.join(folder), &mut hasher);
    }
    println!("cargo::rustc-env={variable}={}", &hasher.finalize().to_hex()[..12]);
}

fn take_in(path: &std::path::Path, hasher: &mut blake3::Hasher) {
    if let Ok(folder) = path.read_dir() {
        let mut entries: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| take_in(entry, hasher));
    } else if let Ok(bytes) = std::fs::read(path) {
        hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    }
}
