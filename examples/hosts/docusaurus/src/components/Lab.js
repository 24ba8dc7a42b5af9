import { useEffect } from 'react';

/** A lab from the package. Pages are also made in Node, where there are no elements: the module comes when it is shown. */
export default function Lab(attributes) {
  useEffect(() => void import('nablab/element'), []);
  return <nablab-lab {...attributes} />;
}
