"""The site of a release: the quality report and the explorer, one offline folder of pages."""
