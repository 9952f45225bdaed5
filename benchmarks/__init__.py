"""The benchmark (`make bench`): a brochure's words come in, the times of Foldwell and its peers on them go out."""
